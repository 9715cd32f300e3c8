import { homedir } from 'node:os';
import { UsageError } from '../errors/usage-error.ts';
import type { SandboxRequest } from './sandbox.ts';

/** Bytes of one argument at most; the kernel takes 128 KiB with the closing null. */
const mostArgumentBytes = 128 * 1024 - 1;
/** Folders that a toolchain must not be laid over. */
const ownFolders = ['/work', '/tmp', '/home', '/proc', '/dev', '/etc', '/usr', '/bin', '/sbin', '/lib'];

/** Throws UsageError for a request that no sandbox can take: it is checked before anything is started. */
export function checkRequest(request: SandboxRequest): void {
  if (request.command.length === 0) refuse('The command is empty.', 'Name a program to run.');
  for (const word of request.command) checkWord(word);
  for (const [name, value] of Object.entries(request.environment ?? {})) checkWord(`${name}=${value}`);
  const files = Object.keys(request.files ?? {});
  for (const path of files) checkInside(path);
  for (const path of files) checkNoFolder(path, files);
  for (const path of request.outputs ?? []) checkInside(path);
  for (const { path, hostFolder } of request.tools ?? []) {
    checkMountPath(path);
    checkHostFolder(hostFolder);
  }
}

function checkWord(word: string): void {
  if (word.includes('\0')) refuse(`The argument ${shown(word)} holds a null character.`, 'Leave it out.');
  if (Buffer.byteLength(word) > mostArgumentBytes) {
    refuse(`The argument ${shown(word)} is longer than 128 KiB.`, 'Put the text into a file.');
  }
}

function checkInside(path: string): void {
  const segments = path.split('/');
  if (!/[\0\n]/.test(path) && segments.every((segment) => !['', '.', '..'].includes(segment))) return;
  refuse(`The path ${shown(path)} does not stay in the work folder.`, 'Give a relative path without "..".');
}

function checkNoFolder(path: string, files: readonly string[]): void {
  if (!files.some((other) => other.startsWith(`${path}/`))) return;
  refuse(`${shown(path)} is given as a file and as a folder.`, 'Give one of them another name.');
}

function checkMountPath(path: string): void {
  const segments = path.split('/').slice(1);
  const plain = /^\/[^\0\n]+$/.test(path) && segments.every((segment) => !['', '.', '..'].includes(segment));
  if (plain && !ownFolders.some((folder) => path === folder || path.startsWith(`${folder}/`))) return;
  refuse(`A toolchain cannot be mounted at ${shown(path)}.`, 'Use a folder under /opt.');
}

/** A toolchain is shown inside with all that is in its folder. */
function checkHostFolder(folder: string): void {
  const home = `${homedir()}/`;
  if (folder.startsWith('/') && folder !== '/' && (home === '//' || !home.startsWith(`${folder}/`))) return;
  refuse(
    `The toolchain in ${shown(folder)} would show the home folder to generated code.`,
    'Install it in a folder of its own.',
  );
}

function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}

function refuse(message: string, remedy: string): never {
  throw new UsageError(message, remedy);
}
