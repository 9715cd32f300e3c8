import { createProcessRunner } from '../process/index.ts';
import { plainUserRunner } from '../testing/plain-user-runner.ts';
import { sandboxContract } from '../testing/sandbox-contract.ts';
import { createBubblewrapSandbox } from './bubblewrap/create-bubblewrap-sandbox.ts';
import { createUnisolatedSandbox } from './unisolated/create-unisolated-sandbox.ts';

const processRunner = createProcessRunner();
const { signal } = new AbortController();

sandboxContract('bubblewrap', () => createBubblewrapSandbox({ processRunner }, { signal }), {
  isolated: true,
});
sandboxContract(
  'bubblewrap as an ordinary user',
  () => createBubblewrapSandbox({ processRunner: plainUserRunner(processRunner), asRoot: false }, { signal }),
  { isolated: true },
);
sandboxContract('none', async () => createUnisolatedSandbox({ processRunner }), { isolated: false });
