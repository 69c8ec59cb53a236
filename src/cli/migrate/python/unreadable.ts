/** The only error that the reader throws. X1: it quotes nothing, for a key may stand there. */
export const unreadable = (line: number, sentence: string): Error => new Error(`line ${line}: ${sentence}`);
