import { parser } from '@lezer/python';
import type { Grammar } from './grammar.ts';

export const pythonGrammar: Grammar = {
  parser,
  statements: [
    'ExpressionStatement',
    'AssignStatement',
    'UpdateStatement',
    'ReturnStatement',
    'RaiseStatement',
    'DeleteStatement',
    'BreakStatement',
    'ContinueStatement',
  ],
  nothing: 'pass',
  comparisons: ['CompareOp'],
  numbers: ['Number'],
  booleans: ['Boolean'],
  skipped: ['ImportStatement', 'TypeDef', 'Decorator', 'FormatString'],
  opposites: { '<': '>=', '>=': '<', '>': '<=', '<=': '>', '==': '!=', '!=': '==' },
  truth: ['True', 'False'],
};
