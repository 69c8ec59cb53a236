// Where we write other Lua than the compiler would: shorter to read, and cheaper to run.
import ts from 'typescript';
import * as tstl from 'typescript-to-lua';
import { transformOrderedExpressions } from 'typescript-to-lua/dist/transformation/visitors/expression-list.js';

const concat = (all, list) =>
  tstl.createCallExpression(tstl.createIdentifier('__TS__ArrayConcat'), [all, list]);

/** `[...a, b]`: the compiler's own way takes three helpers. */
const arrayWithSpread = (node, context) => {
  if (!node.elements.some(ts.isSpreadElement)) return context.superTransformExpression(node);
  const inner = node.elements.map((element) => (ts.isSpreadElement(element) ? element.expression : element));
  const lists = [];
  let own = null;
  for (const [index, value] of transformOrderedExpressions(context, inner).entries()) {
    if (ts.isSpreadElement(node.elements[index])) {
      lists.push(value);
      own = null;
    } else if (own) own.fields.push(tstl.createTableFieldExpression(value));
    else {
      own = tstl.createTableExpression([tstl.createTableFieldExpression(value)]);
      lists.push(own);
    }
  }
  // A copy, where there is nothing to add.
  return lists.length > 1 ? lists.reduce(concat) : concat(lists[0], tstl.createTableExpression());
};

/** `(name) => `word:${name}``: the word; null for any other function. */
const prefixOf = (initializer) => {
  if (!ts.isArrowFunction(initializer) || !ts.isTemplateExpression(initializer.body)) return null;
  const { parameters, body } = initializer;
  const [span, ...more] = body.templateSpans;
  const isPrefix = parameters.length === 1 && more.length === 0 && span.literal.text === '';
  return isPrefix && span.expression.getText() === parameters[0].name.getText() ? body.head.text : null;
};

/** The word that a call such as `recordNames.codes(owner)` puts before the name. */
const prefixBy = (context, { expression, arguments: args }) => {
  if (!ts.isPropertyAccessExpression(expression) || args.length !== 1) return null;
  const [declaration] = context.checker.getSymbolAtLocation(expression.name)?.declarations ?? [];
  return declaration && ts.isPropertyAssignment(declaration) ? prefixOf(declaration.initializer) : null;
};

/** It is written as what it answers, since a script would make all of `recordNames` at each call. */
const callOfPrefix = (node, context) => {
  const prefix = prefixBy(context, node);
  if (prefix === null) return context.superTransformExpression(node);
  const [name] = node.arguments;
  return tstl.createBinaryExpression(
    tstl.createStringLiteral(prefix),
    context.transformExpression(name),
    tstl.SyntaxKind.ConcatOperator,
    node,
  );
};

const isOnlyCalled = (context, source, symbol) => {
  let only = true;
  const visit = (node) => {
    if (ts.isIdentifier(node) && context.checker.getSymbolAtLocation(node) === symbol) {
      const call = node.parent.parent;
      const isDeclaration = ts.isVariableDeclaration(node.parent);
      if (!isDeclaration && !(ts.isCallExpression(call) && prefixBy(context, call) !== null)) only = false;
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return only;
};

/** And then `recordNames` itself is not needed. */
const recordOfPrefixes = (node, context) => {
  const [{ name, initializer }] = node.declarationList.declarations;
  const isRecord =
    initializer &&
    ts.isObjectLiteralExpression(initializer) &&
    initializer.properties.length > 0 &&
    initializer.properties.every(
      (member) => ts.isPropertyAssignment(member) && prefixOf(member.initializer) !== null,
    );
  if (!isRecord) return context.superTransformStatements(node);
  const symbol = context.checker.getSymbolAtLocation(name);
  return isOnlyCalled(context, node.getSourceFile(), symbol) ? [] : context.superTransformStatements(node);
};

export const visitors = {
  [ts.SyntaxKind.ArrayLiteralExpression]: arrayWithSpread,
  [ts.SyntaxKind.CallExpression]: callOfPrefix,
  [ts.SyntaxKind.VariableStatement]: recordOfPrefixes,
};
