/** A second copy of a module of src, as another build of the package has it. What it imports is not copied. */
export const importSecondCopy = <Module>(path: string): Promise<Module> =>
  import(/* @vite-ignore */ `../../src/${path}?second-copy`);
