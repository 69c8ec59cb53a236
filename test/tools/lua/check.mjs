// What means one thing in TypeScript and another in Lua, and is refused. language.d.ts is the other half.
import ts from 'typescript';

const { SyntaxKind, TypeFlags } = ts;

const allowed = new Set([
  // Declarations and statements
  ...[SyntaxKind.SourceFile, SyntaxKind.EndOfFileToken, SyntaxKind.VariableStatement],
  ...[SyntaxKind.VariableDeclarationList, SyntaxKind.VariableDeclaration, SyntaxKind.FunctionDeclaration],
  ...[SyntaxKind.Block, SyntaxKind.ExpressionStatement, SyntaxKind.IfStatement, SyntaxKind.ReturnStatement],
  ...[SyntaxKind.ForOfStatement, SyntaxKind.ForStatement, SyntaxKind.WhileStatement],
  ...[SyntaxKind.ContinueStatement, SyntaxKind.BreakStatement],
  // Names and patterns
  ...[SyntaxKind.Identifier, SyntaxKind.Parameter, SyntaxKind.ObjectBindingPattern],
  ...[SyntaxKind.ArrayBindingPattern, SyntaxKind.BindingElement, SyntaxKind.OmittedExpression],
  // Values
  ...[SyntaxKind.NumericLiteral, SyntaxKind.StringLiteral, SyntaxKind.NoSubstitutionTemplateLiteral],
  ...[SyntaxKind.TrueKeyword, SyntaxKind.FalseKeyword, SyntaxKind.NullKeyword],
  ...[SyntaxKind.TemplateExpression, SyntaxKind.TemplateHead, SyntaxKind.TemplateSpan],
  ...[SyntaxKind.TemplateMiddle, SyntaxKind.TemplateTail],
  ...[SyntaxKind.ObjectLiteralExpression, SyntaxKind.PropertyAssignment],
  ...[SyntaxKind.ShorthandPropertyAssignment, SyntaxKind.SpreadAssignment],
  ...[SyntaxKind.ArrayLiteralExpression, SyntaxKind.SpreadElement],
  ...[SyntaxKind.ArrowFunction, SyntaxKind.EqualsGreaterThanToken],
  // Expressions
  ...[SyntaxKind.PropertyAccessExpression, SyntaxKind.ElementAccessExpression, SyntaxKind.CallExpression],
  ...[SyntaxKind.QuestionDotToken, SyntaxKind.QuestionToken, SyntaxKind.ColonToken],
  ...[SyntaxKind.ConditionalExpression, SyntaxKind.BinaryExpression, SyntaxKind.PrefixUnaryExpression],
  ...[SyntaxKind.PostfixUnaryExpression, SyntaxKind.ParenthesizedExpression],
  ...[SyntaxKind.AsExpression, SyntaxKind.SatisfiesExpression],
]);

const operators = new Set([
  ...[SyntaxKind.EqualsToken, SyntaxKind.EqualsEqualsEqualsToken, SyntaxKind.ExclamationEqualsEqualsToken],
  ...[SyntaxKind.LessThanToken, SyntaxKind.LessThanEqualsToken],
  ...[SyntaxKind.GreaterThanToken, SyntaxKind.GreaterThanEqualsToken],
  ...[SyntaxKind.PlusToken, SyntaxKind.MinusToken, SyntaxKind.AsteriskToken, SyntaxKind.SlashToken],
  ...[SyntaxKind.PlusEqualsToken, SyntaxKind.MinusEqualsToken],
  ...[SyntaxKind.AmpersandAmpersandToken, SyntaxKind.BarBarToken, SyntaxKind.QuestionQuestionToken],
]);

const equalities = new Set([SyntaxKind.EqualsEqualsEqualsToken, SyntaxKind.ExclamationEqualsEqualsToken]);
const assignments = new Set([
  SyntaxKind.EqualsToken,
  SyntaxKind.PlusEqualsToken,
  SyntaxKind.MinusEqualsToken,
]);
const logical = new Set([SyntaxKind.AmpersandAmpersandToken, SyntaxKind.BarBarToken]);
const untouched = new Set([
  ...equalities,
  ...logical,
  SyntaxKind.EqualsToken,
  SyntaxKind.QuestionQuestionToken,
]);

const partsOf = (type) => (type.isUnion() ? type.types.flatMap(partsOf) : [type]);
// A text with a brand is a text.
const isOf = (part, flags) =>
  (part.isIntersection() ? part.types : [part]).some((type) => type.flags & flags);
const someOf = (type, flags) => partsOf(type).some((part) => isOf(part, flags));
const everyOf = (type, flags) => partsOf(type).every((part) => isOf(part, flags));
const isDeclare = ({ kind }) => kind === SyntaxKind.DeclareKeyword;
const nothing = TypeFlags.Null | TypeFlags.Undefined | TypeFlags.Void;

/** Whether there is a null somewhere in what a type describes. */
const holdsNull = (checker, type, seen = new Set()) => {
  if (seen.has(type)) return false;
  seen.add(type);
  return partsOf(type).some((part) => {
    if (part.flags & TypeFlags.Null) return true;
    if (!(part.flags & (TypeFlags.Object | TypeFlags.Intersection))) return false;
    if (checker.isArrayType(part) || checker.isTupleType(part))
      return checker.getTypeArguments(part).some((item) => holdsNull(checker, item, seen));
    return checker
      .getPropertiesOfType(part)
      .some((property) => holdsNull(checker, checker.getTypeOfSymbol(property), seen));
  });
};

/**
 * Says what of a step Lua would do differently.
 *
 * @param file - all of the step, as `bundle` makes it
 * @param step - the name of its function
 * @returns {{ node: ts.Node, message: string }[]}
 */
export const check = (checker, file, step) => {
  const found = [];
  const refuse = (node, message) => found.push({ node, message });
  const typeOf = (node) => checker.getTypeAtLocation(node);

  const checkTruth = (node) => {
    if (someOf(typeOf(node), TypeFlags.NumberLike | TypeFlags.StringLike | TypeFlags.Unknown | TypeFlags.Any))
      refuse(node, "0 and '' are true in Lua: compare with ===");
  };

  const checkEquality = ({ left, right }) => {
    const types = [typeOf(left), typeOf(right)];
    const some = (flags) => types.some((type) => someOf(type, flags));
    if (some(TypeFlags.Null) && some(TypeFlags.Undefined | TypeFlags.Void))
      refuse(left, 'null and undefined are one in Lua: let it be only one of them');
  };

  const isList = (type) =>
    partsOf(type).every((part) => checker.isArrayType(part) || checker.isTupleType(part));

  const checkBinary = (node) => {
    const operator = node.operatorToken.kind;
    if (assignments.has(operator) && ts.isElementAccessExpression(node.left))
      refuse(node, 'a list in Lua ends at its first hole: use push');
    if (!operators.has(operator)) refuse(node, `no ${node.operatorToken.getText()} here`);
    else if (logical.has(operator)) checkTruth(node.left);
    else if (equalities.has(operator)) checkEquality(node);
    if (untouched.has(operator)) return;
    for (const side of [node.left, node.right])
      if (!everyOf(typeOf(side), TypeFlags.NumberLike))
        refuse(side, `${node.operatorToken.getText()} is for numbers here`);
  };

  // `{ ...a, x: undefined }` has no x in TypeScript, and the x of a in Lua.
  const checkSpread = (node) => {
    const first = node.properties.findIndex(ts.isSpreadAssignment);
    if (first < 0) return;
    for (const property of node.properties.slice(first + 1)) {
      const written = ts.isSpreadAssignment(property)
        ? partsOf(typeOf(property.expression))
            .flatMap((part) => checker.getPropertiesOfType(part))
            .filter((symbol) => {
              // What is optional is not there at all.
              const absent = symbol.flags & ts.SymbolFlags.Optional ? 0 : TypeFlags.Undefined;
              return someOf(checker.getTypeOfSymbol(symbol), TypeFlags.Null | absent);
            })
        : [typeOf(property.initializer ?? property.name)].filter((type) => someOf(type, nothing));
      if (written.length > 0)
        refuse(property, 'what is null or undefined overwrites nothing in Lua: leave the property out');
    }
  };

  const checkItems = (node) => {
    for (const type of partsOf(typeOf(node))) {
      if (!checker.isArrayType(type) && !checker.isTupleType(type)) continue;
      if (checker.getTypeArguments(type).some((item) => someOf(item, nothing)))
        refuse(node, 'a list in Lua ends where something is null or undefined: leave it out');
    }
  };

  // Numbers are no texts in Lua, and `record[name]` finds what every object inherits in TypeScript.
  const checkElement = (node) => {
    if (!isList(typeOf(node.expression)) && !ts.isStringLiteral(node.argumentExpression))
      refuse(node, 'only lists have elements: use .name');
  };

  const checkUnary = (node) => {
    if (node.operator === SyntaxKind.ExclamationToken) checkTruth(node.operand);
    else if (!everyOf(typeOf(node.operand), TypeFlags.NumberLike))
      refuse(node, `${ts.tokenToString(node.operator)} is for numbers here`);
  };

  const checkTemplate = (node) => {
    for (const { expression } of node.templateSpans)
      if (!everyOf(typeOf(expression), TypeFlags.StringLike)) refuse(expression, 'only texts in texts');
  };

  const checkKeys = (node) => {
    if (node.expression.getText() !== 'Object.keys') return;
    const { parent } = node;
    if (!ts.isPropertyAccessExpression(parent) || parent.name.text !== 'length')
      refuse(node, 'names come in no order in Lua: only Object.keys(…).length');
  };

  const visit = (node) => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    // The brand of a type.
    if (ts.isVariableStatement(node) && node.modifiers?.some(isDeclare)) return;
    if (!allowed.has(node.kind)) {
      refuse(node, `no ${SyntaxKind[node.kind]} here`);
      return;
    }
    if (ts.isAsExpression(node) && !ts.isConstTypeReference(node.type)) refuse(node, 'no casts');
    if (ts.isBinaryExpression(node)) checkBinary(node);
    if (ts.isConditionalExpression(node)) checkTruth(node.condition);
    if (ts.isIfStatement(node) || ts.isWhileStatement(node)) checkTruth(node.expression);
    if (ts.isForStatement(node) && node.condition) checkTruth(node.condition);
    if (ts.isPrefixUnaryExpression(node)) checkUnary(node);
    if (ts.isElementAccessExpression(node)) checkElement(node);
    if (ts.isPropertyAssignment(node) && ts.isNumericLiteral(node.name)) refuse(node, 'only texts as names');
    if (ts.isObjectLiteralExpression(node)) checkSpread(node);
    if (ts.isTemplateExpression(node)) checkTemplate(node);
    if (ts.isCallExpression(node)) checkKeys(node);
    if (ts.isArrayLiteralExpression(node) || ts.isCallExpression(node) || ts.isIdentifier(node))
      checkItems(node);
    if (ts.isBinaryExpression(node)) {
      visit(node.left);
      visit(node.right);
    } else ts.forEachChild(node, visit);
  };
  visit(file);

  const declared = checker.getSymbolsInScope(file, ts.SymbolFlags.Value).find(({ name }) => name === step);
  const [declaration] = declared?.declarations ?? [];
  const [signature] = declaration ? checker.getTypeAtLocation(declaration).getCallSignatures() : [];
  if (!signature) refuse(file, `${step} is no function`);
  else if (holdsNull(checker, signature.getReturnType()))
    refuse(declaration, 'a null in an answer does not arrive from Lua: leave the property out');
  return found;
};
