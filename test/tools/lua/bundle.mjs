// Gathers what a step needs, from whichever files, into one text: its own declarations and the types that they name.
import ts from 'typescript';

/** The name under which the hand-written part of a script finds the step. */
const reserved = new Set(['step']);

const isTopLevel = (node) => ts.isSourceFile(node.parent);

/** The statement at the top of a file of ours that declares something; undefined for what is declared elsewhere. */
const statementOf = (declaration) => {
  if (declaration.getSourceFile().isDeclarationFile) return undefined;
  if (!ts.isVariableDeclaration(declaration)) return isTopLevel(declaration) ? declaration : undefined;
  const statement = declaration.parent.parent;
  return ts.isVariableStatement(statement) && isTopLevel(statement) ? statement : undefined;
};

/** The members of `const recordNames = { … }`, which are taken one by one; none of any other statement. */
const membersOf = (statement) => {
  if (!ts.isVariableStatement(statement)) return [];
  const [{ initializer }] = statement.declarationList.declarations;
  const isRecord = initializer && ts.isObjectLiteralExpression(initializer);
  return isRecord ? initializer.properties.filter(ts.isPropertyAssignment) : [];
};

const identifiersIn = (node) => {
  const found = [];
  const visit = (inner) => {
    if (ts.isIdentifier(inner)) found.push(inner);
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return found;
};

const symbolAt = (checker, identifier) => {
  const symbol = ts.isShorthandPropertyAssignment(identifier.parent)
    ? checker.getShorthandAssignmentValueSymbol(identifier.parent)
    : checker.getSymbolAtLocation(identifier);
  return symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
};

/** What a piece of code names at the top of our files: statement, name, and the member where it names one. */
const namedIn = (checker, node) =>
  identifiersIn(node).flatMap((identifier) => {
    const { parent } = identifier;
    const isOwner = ts.isPropertyAccessExpression(parent) && parent.expression === identifier;
    const symbol = symbolAt(checker, identifier);
    return (symbol?.declarations ?? []).flatMap((declaration) => {
      const statement = statementOf(declaration);
      return statement ? [{ statement, name: symbol.name, member: isOwner ? parent.name.text : null }] : [];
    });
  });

/** Statement -> the names of the members that are used, for all that is reached from a statement. */
const reach = (checker, start) => {
  const reached = new Map();
  const visit = (node) => {
    for (const { statement, member } of namedIn(checker, node)) {
      const members = membersOf(statement);
      const isNew = !reached.has(statement);
      const used = reached.get(statement) ?? new Set();
      reached.set(statement, used);
      if (members.length === 0) {
        if (isNew) visit(statement);
        continue;
      }
      for (const { name, initializer } of members) {
        const text = name.getText();
        if ((member !== null && text !== member) || used.has(text)) continue;
        used.add(text);
        visit(initializer);
      }
    }
  };
  reached.set(start, new Set());
  visit(start);
  return reached;
};

/** Statements in an order in which each comes after what it names. */
const inOrder = (checker, reached) => {
  const ordered = new Set();
  const underway = new Set();
  const place = (statement) => {
    if (ordered.has(statement)) return;
    underway.add(statement);
    const used = reached.get(statement);
    const parts = membersOf(statement).filter(({ name }) => used.has(name.getText()));
    for (const part of parts.length > 0 ? parts : [statement]) {
      for (const { statement: other, name } of namedIn(checker, part)) {
        if (other === statement) continue;
        if (!underway.has(other)) place(other);
        else if (ts.isVariableStatement(other))
          throw new Error(`${name} is needed by what it needs itself: make it a function declaration.`);
      }
    }
    underway.delete(statement);
    ordered.add(statement);
  };
  for (const statement of reached.keys()) place(statement);
  return [...ordered];
};

const namesOf = (statement) =>
  ts.isVariableStatement(statement)
    ? statement.declarationList.declarations.map(({ name }) => name.getText())
    : [statement.name.text];

const refuseDoubles = (statements) => {
  const seen = new Map();
  for (const statement of statements) {
    for (const name of namesOf(statement)) {
      const { fileName } = statement.getSourceFile();
      if (reserved.has(name))
        throw new Error(`${name} is the name of something else in a script (${fileName}).`);
      if (seen.has(name))
        throw new Error(`${name} stands in ${seen.get(name)} and in ${fileName}: rename one.`);
      seen.set(name, fileName);
    }
  }
};

/** The statement with its comment, without `export`, and without the members that nobody uses. */
const textOf = (statement, used) => {
  const file = statement.getSourceFile();
  const start = statement.getStart(file, true);
  let text = file.text.slice(start, statement.end);
  // Spaces take the place, so that lines stay what they are.
  const erase = (from, to) => {
    const gone = text.slice(from - start, to - start).replace(/[^\n]/g, ' ');
    text = text.slice(0, from - start) + gone + text.slice(to - start);
  };
  for (const modifier of statement.modifiers ?? [])
    if (modifier.kind === ts.SyntaxKind.ExportKeyword) erase(modifier.getStart(file), modifier.end + 1);
  for (const member of membersOf(statement))
    if (!used.has(member.name.getText())) erase(member.getStart(file, true), member.end + 1);
  return { text, from: file.fileName, line: file.getLineAndCharacterOfPosition(start).line };
};

/**
 * @param checker - knows the steps and all that they import
 * @param start - the symbol of the step's function
 * @returns {{ text: string, files: string[], placeOf: (line: number) => string }} `files`: where it comes from;
 *   `placeOf`: where a line of it does
 */
export const bundle = (checker, start) => {
  const statement = start.declarations?.map(statementOf).find(Boolean);
  if (!statement) throw new Error(`${start.name} is not declared at the top of a file.`);
  const reached = reach(checker, statement);
  const statements = inOrder(checker, reached);
  refuseDoubles(statements);
  const lines = [];
  const places = [];
  for (const one of statements) {
    const { text, from, line } = textOf(one, reached.get(one));
    for (const [index, content] of text.split('\n').entries()) {
      lines.push(content);
      places.push(`${from}:${line + index + 1}`);
    }
  }
  return {
    text: `${lines.join('\n')}\n`,
    files: [...new Set(statements.map((one) => one.getSourceFile().fileName))],
    placeOf: (line) => places[line] ?? 'the end',
  };
};
