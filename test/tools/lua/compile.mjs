// From the steps of the store to Lua: each step with what it needs, and nothing else.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import * as tstl from 'typescript-to-lua';
import { bundle } from './bundle.mjs';
import { check } from './check.mjs';
import { listsOf } from './lists.mjs';

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

/** `[...a, b]`: the compiler's own way takes three helpers. */
const arrayWithSpread = (node, context) => {
  if (!node.elements.some(ts.isSpreadElement)) return context.superTransformExpression(node);
  const lists = [];
  let own = [];
  const flush = () => {
    if (own.length > 0)
      lists.push(tstl.createTableExpression(own.map((item) => tstl.createTableFieldExpression(item))));
    own = [];
  };
  for (const element of node.elements) {
    if (!ts.isSpreadElement(element)) own.push(context.transformExpression(element));
    else {
      flush();
      lists.push(context.transformExpression(element.expression));
    }
  }
  flush();
  return tstl.createCallExpression(tstl.createIdentifier('__TS__ArrayConcat'), lists, node);
};

const plugin = { visitors: { [ts.SyntaxKind.ArrayLiteralExpression]: arrayWithSpread } };

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

const translate = (name, run, { text, placeOf }) => {
  const file = join(root, 'src/store/steps', `${name}.bundle.ts`);
  const program = createProgram(file, text);
  const source = program.getSourceFile(file);
  const faults = [...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()];
  faults.push(...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source));
  let lua = '';
  if (faults.length === 0) {
    const writeFile = (path, content) => {
      if (path.endsWith('.lua')) lua = content;
    };
    const transpiler = new tstl.Transpiler();
    // Its warnings count as errors: they are about what is true.
    faults.push(...transpiler.emit({ program, plugins: [plugin], writeFile }).diagnostics);
  }
  const problems = faults.map(({ file: where, start, messageText }) => ({
    line: where === source && start !== undefined ? source.getLineAndCharacterOfPosition(start).line : -1,
    message: ts.flattenDiagnosticMessageText(messageText, '\n'),
  }));
  for (const { node, message } of check(program.getTypeChecker(), source, run))
    problems.push({
      line: source.getLineAndCharacterOfPosition(node.getStart(source)).line,
      message: `${message}: ${node.getText(source).split('\n')[0]}`,
    });
  if (problems.length > 0) {
    const list = problems.map(({ line, message }) => `  ${relative(placeOf(line))}: ${message}`);
    throw new Error(`The step ${name} cannot be written in Lua:\n${[...new Set(list)].join('\n')}`);
  }
  const lists = listsOf(program.getTypeChecker(), source, run);
  const own = lua.trim().replace(/^ +/gm, (indent) => indent.slice(indent.length / 2));
  return { lists, lua: [...helpersOf(own), own, `local step = ${run}`].join('\n\n') };
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
 * @returns {{ name: string, lua: string, lists: string[], sources: string[] }[]} for each step its Lua, and the paths
 *   of the lists in its answer
 */
export const compile = () => {
  const program = createProgram(table);
  const checker = program.getTypeChecker();
  return readTable(program).map(({ name, run }) => {
    const bundled = bundle(checker, run);
    const sources = bundled.files.map(relative).sort();
    return { name, sources, ...translate(name, run.name, bundled) };
  });
};
