export type * from './budget.ts';
export { createBudget } from './create-budget.ts';
