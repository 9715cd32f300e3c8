import { build } from '@bottega/agents';
import { createScriptedModel } from '@bottega/agents/testing';

// A scripted model answers here, so that the example runs anywhere; without `model` the embedded one is used.
const model = createScriptedModel([{ answer: '```python\nprint("Hello, world!")\n```' }]);
const { report, folder } = await build({
  prompt: 'Write hello.py: `python hello.py` prints `Hello, world!`',
  out: process.argv[2] ?? 'out/hello',
  model: { provider: 'custom', model },
});
console.log(`${report.verdict.kind}: ${folder}`);
