/** What a look at one variable has found. */
export interface Finding {
  /** `failed`: the server would not start, or people could not log in. `note`: somebody should know it. */
  readonly result: 'ok' | 'note' | 'failed';
  readonly name: string;
  readonly sentence: string;
}

/** The variables that a server reads. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Looks at one variable. It never rejects for what is wrong with it. */
export type Look = (variables: Variables) => Promise<readonly Finding[]>;

/** Makes findings about one variable. */
export const findingsOf = (name: string) => ({
  ok: (sentence: string): Finding => ({ result: 'ok', name, sentence }),
  note: (sentence: string): Finding => ({ result: 'note', name, sentence }),
  failed: (sentence: string): Finding => ({ result: 'failed', name, sentence }),
});
