import { type ExecutionResult, execute, type GraphQLSchema, parse, subscribe, validate } from 'graphql';

const checked = (schema: GraphQLSchema, source: string) => {
  const document = parse(source);
  const [error] = validate(schema, document);
  if (error) throw error;
  return document;
};

/** Executes an operation, and answers with it as JSON would carry it. */
export const run = async (schema: GraphQLSchema, source: string, contextValue: object) => {
  const result = await execute({ schema, document: checked(schema, source), contextValue });
  return JSON.parse(JSON.stringify(result)) as ExecutionResult;
};

/** The first error of an operation, itself. */
export const firstError = async (schema: GraphQLSchema, source: string, contextValue: object) => {
  const { errors } = await execute({ schema, document: checked(schema, source), contextValue });
  return errors?.[0];
};

/** Subscribes: the stream, or the result that refuses it. */
export const listen = async (schema: GraphQLSchema, source: string, contextValue: object) =>
  subscribe({ schema, document: checked(schema, source), contextValue });

/** The stream of a subscription that is expected to begin. */
export const stream = async (schema: GraphQLSchema, source: string, contextValue: object) => {
  const answer = await listen(schema, source, contextValue);
  if (!(Symbol.asyncIterator in answer)) throw new Error(JSON.stringify(answer));
  return answer;
};
