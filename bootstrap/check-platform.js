import { existsSync } from 'node:fs';
import { SetupError } from './say.js';

/** Throws where Bottega cannot run at all. */
export function checkPlatform({
  platform = process.platform,
  arch = process.arch,
  version = process.versions.node,
  isMusl = hasMusl(),
} = {}) {
  const container = 'Use a Linux container (Debian, x64 or arm64) or WSL2; both are untested by us.';
  if (platform !== 'linux') throw new SetupError(`Bottega runs on Linux; this is ${platform}.`, container);
  if (arch !== 'x64' && arch !== 'arm64')
    throw new SetupError(`Bottega runs on x64 and arm64; this is ${arch}.`, container);
  if (isMusl) throw new SetupError('Bottega needs glibc; this system uses musl.', container);
  const [major, minor] = version.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new SetupError(
      `Bottega needs Node.js 20.19 or later to start; this is ${version}.`,
      'Install a newer Node.js.',
    );
  }
}

function hasMusl() {
  return existsSync('/etc/alpine-release');
}
