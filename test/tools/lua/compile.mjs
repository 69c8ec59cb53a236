// From the steps of the store to Lua: each step with what it needs, and nothing else.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import * as tstl from 'typescript-to-lua';
import { bundle } from './bundle.mjs';
import { check } from './check.mjs';
import { listsOf } from './lists.mjs';
import { visitors } from './visitors.mjs';

const root = resolve(import.meta.dirname, '../../..');
const language = join(import.meta.dirname, 'language.d.ts');
const table = join(root, 'src/store/steps/index.ts');

const options = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  ...{ strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true },
  ...{ types: [], noEmit: false, moduleDetection: ts.ModuleDetectionKind.Force },
  luaTarget: tstl.LuaTarget.Lua51,
  // helpers.lua has them.
  luaLibImport: tstl.LuaLibImportKind.None,
  ...{ noHeader: true, noImplicitSelf: true, noImplicitGlobalVariables: true },
};

/** A program whose library is language.d.ts; `virtual`: the text of a file that is not on the disk. */
const createProgram = (name, virtual) => {
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getDefaultLibFileName = () => language;
  host.getSourceFile = (path, ...rest) =>
    path === name && virtual !== undefined
      ? ts.createSourceFile(path, virtual, options.target, true)
      : getSourceFile.call(host, path, ...rest);
  host.fileExists = (path) => path === name || fileExists.call(host, path);
  host.readFile = (path) => (path === name && virtual !== undefined ? virtual : readFile.call(host, path));
  return ts.createProgram({ rootNames: [name], options, host });
};

const helpers = new Map(
  readFileSync(join(import.meta.dirname, 'helpers.lua'), 'utf8')
    .split(/\n(?=local function )/)
    .slice(1)
    .map((text) => [/^local function (\w+)/.exec(text)?.[1], text.trim()]),
);

const helpersOf = (lua) =>
  [...new Set(lua.match(/__TS__\w+/g) ?? [])].sort().map((name) => {
    const text = helpers.get(name);
    if (!text) throw new Error(`${name} is missing in helpers.lua: write it, or do without.`);
    return text;
  });

const relative = (path) => path.replace(`${root}/`, '');

/** What TypeScript, check.mjs and the compiler have against it, the next only where the one before has nothing. */
const problemsOf = (program, source, run, emit) => {
  const lineAt = (position) => source.getLineAndCharacterOfPosition(position).line;
  const said = (diagnostics) =>
    diagnostics.map(({ file, start, messageText }) => ({
      line: file === source && start !== undefined ? lineAt(start) : -1,
      message: ts.flattenDiagnosticMessageText(messageText, '\n'),
    }));
  const refused = () =>
    check(program.getTypeChecker(), source, run).map(({ node, message }) => ({
      line: lineAt(node.getStart(source)),
      message: `${message}: ${node.getText(source).split('\n')[0]}`,
    }));
  const typed = () => [
    ...[...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()],
    ...[...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)],
  ];
  for (const look of [() => [...said(typed()), ...refused()], () => said(emit())]) {
    const problems = look();
    if (problems.length > 0) return problems;
  }
  return [];
};

/**
 * @param run - the name of the function that is the step
 * @param text - the TypeScript of it, with all that it needs
 * @param placeOf - says where a line of the text comes from
 * @returns {{ lua: string, lists: string[] }}
 * @throws {Error} what cannot be written in Lua, line by line
 */
export const translate = (run, text, placeOf = (line) => `line ${line + 1}`) => {
  const name = join(root, 'src/store/steps', `${run}.bundle.ts`);
  const program = createProgram(name, text);
  const source = program.getSourceFile(name);
  let lua = '';
  const writeFile = (path, content) => {
    if (path.endsWith('.lua')) lua = content;
  };
  // Its warnings count as errors.
  const emit = () => new tstl.Transpiler().emit({ program, plugins: [{ visitors }], writeFile }).diagnostics;
  const problems = problemsOf(program, source, run, emit).map(
    ({ line, message }) => `  ${relative(placeOf(line))}: ${message}`,
  );
  if (problems.length > 0)
    throw new Error(`The step ${run} cannot be written in Lua:\n${[...new Set(problems)].join('\n')}`);
  const own = lua.trim().replace(/^ +/gm, (indent) => indent.slice(indent.length / 2));
  return {
    lua: [...helpersOf(own), own, `local step = ${run}`].join('\n\n'),
    lists: listsOf(program.getTypeChecker(), source, run),
  };
};

/** The steps by name, as the table in src/store/steps/index.ts has them: the symbol of each function. */
const readTable = (program) => {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(table);
  const steps = source.statements
    .filter(ts.isVariableStatement)
    .flatMap((statement) => [...statement.declarationList.declarations])
    .find((declaration) => declaration.name.getText() === 'steps')?.initializer;
  if (!steps || !ts.isObjectLiteralExpression(steps)) throw new Error(`${relative(table)} has no table.`);
  return steps.properties.map((step) => {
    const run = step.initializer.properties.find(({ name }) => name.getText() === 'run');
    const symbol = checker.getSymbolAtLocation(run?.initializer ?? step);
    if (!symbol) throw new Error(`${step.name.getText()}: "run" must name a function.`);
    return {
      name: step.name.getText(),
      run: symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
    };
  });
};

/**
 * @returns {{ name: string, lua: string, lists: string[], sources: string[] }[]} for each step its Lua, and the names
 *   of the lists in its answer
 */
export const compile = () => {
  const program = createProgram(table);
  const checker = program.getTypeChecker();
  return readTable(program).map(({ name, run }) => {
    const { text, files, placeOf } = bundle(checker, run);
    return { name, sources: files.map(relative).sort(), ...translate(run.name, text, placeOf) };
  });
};

/** The text as JavaScript, to compare with. */
export const withoutTypes = (text) =>
  ts.transpileModule(text, { compilerOptions: { target: options.target } }).outputText;
