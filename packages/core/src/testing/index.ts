export { plainUserRunner } from './plain-user-runner.ts';
export { sandboxContract } from './sandbox-contract.ts';
