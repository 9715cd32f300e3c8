export { sandboxContract } from './sandbox-contract.ts';
