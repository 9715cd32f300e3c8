import { parser } from '@lezer/javascript';
import type { Grammar } from './grammar.ts';

/** JavaScript, and TypeScript with its types left alone. */
export const javascriptGrammar: Grammar = {
  parser: parser.configure({ dialect: 'ts' }),
  statements: [
    'ExpressionStatement',
    'ReturnStatement',
    'ThrowStatement',
    'BreakStatement',
    'ContinueStatement',
  ],
  nothing: ';',
  comparisons: ['CompareOp'],
  numbers: ['Number'],
  booleans: ['BooleanLiteral'],
  skipped: [
    'ImportDeclaration',
    'TypeAnnotation',
    'TypeParamList',
    'TypeArgList',
    'TypeAliasDeclaration',
    'InterfaceDeclaration',
    'EnumDeclaration',
    'RegExp',
  ],
  opposites: {
    '<': '>=',
    '>=': '<',
    '>': '<=',
    '<=': '>',
    '==': '!=',
    '!=': '==',
    '===': '!==',
    '!==': '===',
  },
  truth: ['true', 'false'],
};
