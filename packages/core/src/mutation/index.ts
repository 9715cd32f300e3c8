export { chooseMutants, findMutants } from './find-mutants.ts';
export { javascriptGrammar } from './javascript-grammar.ts';
export type * from './mutant.ts';
export { pythonGrammar } from './python-grammar.ts';
export { planStrength, type TestStrength } from './test-strength.ts';
