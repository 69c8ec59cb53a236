/** What a standard asks for and no guarantee of SECURITY.md says, with the test that shows it. */
export interface Requirement {
  readonly id: string;
  readonly must: string;
  readonly run: () => Promise<void>;
}
