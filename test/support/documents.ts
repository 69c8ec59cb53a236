import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parse, visit } from 'graphql';

/** A string of a document of half a megabyte, as the parser of GraphQL cuts it out. */
export const cutOut = (text: string): string => {
  const source = Buffer.from(`{ a(b: ${JSON.stringify(text)}) } #`.padEnd(500_000, 'x')).toString();
  let found = '';
  const StringValue = ({ value }: { readonly value: string }) => {
    found = value;
  };
  visit(parse(source, { noLocation: true }), { StringValue });
  return found;
};

/** Bytes on the heap of this process that somebody still needs. */
export const bytesHeld = (): number => {
  setFlagsFromString('--expose-gc');
  // Boundary: the flag has put it there.
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
};
