// Mistakes that Stryker does not make: another number, a statement or an `await` that is forgotten.
import babel from '@babel/core';

const { types } = babel;

const number = {
  name: 'NumericLiteral',
  *mutate(path) {
    if (!path.isNumericLiteral()) return;
    yield types.numericLiteral(path.node.value + 1);
    if (path.node.value > 1) yield types.numericLiteral(path.node.value - 1);
  },
};

const statement = {
  name: 'ExpressionStatement',
  *mutate(path) {
    if (path.isExpressionStatement() && !path.get('expression').isStringLiteral())
      yield types.emptyStatement();
  },
};

const forgottenAwait = {
  name: 'AwaitExpression',
  *mutate(path) {
    if (path.isAwaitExpression()) yield types.cloneNode(path.node.argument, true);
  },
};

export const ownMutators = [number, statement, forgottenAwait];
