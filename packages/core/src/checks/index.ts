export type * from './check.ts';
export { derivedChecks, derivedFormat } from './derived-checks.ts';
export { givenChecks } from './given-checks.ts';
export { type RequestFacts, readRequest } from './request-facts.ts';
