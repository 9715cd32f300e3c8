import { createProcessRunner } from '../process/index.ts';
import { sandboxContract } from '../testing/sandbox-contract.ts';
import { createBubblewrapSandbox } from './bubblewrap/create-bubblewrap-sandbox.ts';
import type { Sandbox } from './sandbox.ts';
import { createUnisolatedSandbox } from './unisolated/create-unisolated-sandbox.ts';

const processRunner = createProcessRunner();
let bubblewrap: Promise<Sandbox> | undefined;

sandboxContract('bubblewrap', () => {
  bubblewrap ??= createBubblewrapSandbox({ processRunner }, { signal: new AbortController().signal });
  return bubblewrap;
});
sandboxContract('none', async () => createUnisolatedSandbox({ processRunner }));
