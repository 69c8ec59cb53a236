/** @throws {Error} with this sentence, which says what to do */
export declare const installIn: (folder: string, tool: string, sentence: string) => void;
