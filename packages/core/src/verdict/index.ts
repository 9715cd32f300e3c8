export { computeVerdict } from './compute-verdict.ts';
export { findObstacle, type Obstacle } from './obstacle.ts';
export type * from './verdict.ts';
