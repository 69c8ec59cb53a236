/** Copies what belongs to the repository, as it is now, without what is installed or built. */
export declare const copyRepository: (root: string, folder: string) => void;
