import type { ToolMount } from './sandbox.ts';

/** Everything that generated code finds in its environment; the same on every machine. */
export function sandboxEnvironment(
  home: string,
  temporary: string,
  tools: readonly ToolMount[],
  more: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    PATH: [...tools.map((tool) => `${tool.path}/bin`), '/usr/bin', '/bin'].join(':'),
    HOME: home,
    TMPDIR: temporary,
    LANG: 'C.UTF-8',
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONHASHSEED: '0',
    NO_COLOR: '1',
    ...more,
  };
}
