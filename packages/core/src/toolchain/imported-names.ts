/** Names that a test file takes from a module of the program: `from box import Box`, `box.get`, `import { get } from './box.js'`. */
export function importedNames(test: string, file: string): string[] {
  const module = file.replace(/\.\w+$/, '').replaceAll('/', '.');
  const path = file.replace(/\.\w+$/, '');
  const names = new Set<string>();
  const add = (list: string): void => {
    for (const part of list.split(',')) {
      const name = part.trim().split(/\s+/)[0] ?? '';
      if (/^[A-Za-z_$][\w$]*$/.test(name) && name !== 'type') names.add(name);
    }
  };
  for (const [, list, line = ''] of test.matchAll(
    new RegExp(`^[ \\t]*from\\s+${literal(module)}\\s+import\\s+(?:\\(([^)]*)\\)|([^\\n#;(]*))`, 'gm'),
  ))
    add(list ?? line);
  const source = `['"]\\.{0,2}/?${literal(path)}(?:\\.\\w+)?['"]`;
  for (const [, list = ''] of test.matchAll(
    new RegExp(
      `(?:import|const|let|var)\\s*(?:\\w+\\s*,\\s*)?\\{([^}]*)\\}\\s*(?:from|=\\s*(?:await\\s+import|require)\\()\\s*${source}`,
      'g',
    ),
  ))
    add(list.replaceAll(':', ' '));
  for (const alias of aliases(test, module, source))
    for (const [, name = ''] of test.matchAll(
      new RegExp(`(?<![\\w.'"/])${literal(alias)}\\.([A-Za-z_]\\w*)`, 'g'),
    ))
      names.add(name);
  return [...names].filter((name) => !name.startsWith('__'));
}

/** Names under which the whole module is known in the test. */
function aliases(test: string, module: string, source: string): string[] {
  const python = test.matchAll(
    new RegExp(`^[ \\t]*import\\s+${literal(module)}(?:\\s+as\\s+(\\w+))?\\s*$`, 'gm'),
  );
  const star = test.matchAll(
    new RegExp(
      `(?:import\\s+\\*\\s+as\\s+(\\w+)\\s+from|(?:const|let|var)\\s+(\\w+)\\s*=\\s*require\\()\\s*${source}`,
      'g',
    ),
  );
  return [
    ...[...python].map((found) => found[1] ?? module),
    ...[...star].map((found) => found[1] ?? found[2] ?? ''),
  ].filter((name) => name !== '');
}

function literal(text: string): string {
  return text.replaceAll(/[^\w]/g, '\\$&');
}
