/** The answer to every request for a code, whether the address is known or not. */
export interface LoginCodeRequest {
  /** Proof that this caller asked for the code. A login that brings it has attempts of its own. */
  readonly challenge: string;
  /** Seconds for which the code is valid. */
  readonly expiresIn: number;
  /** Seconds after which the same caller may ask for another code. */
  readonly resendAfter: number;
  /** Characters of the code: `loginCode.length`, or 10 letters and digits where the address is attacked. */
  readonly codeLength: number;
}

/** What a request for a code may bring along. */
export interface RequestOptions {
  /**
   * The challenge that the caller has from a request before this one. It is answered again, and stands for the new code
   * too, if a live code of this identity has it. Else it is ignored, and a new one is given.
   */
  readonly challenge?: string | null | undefined;
}
