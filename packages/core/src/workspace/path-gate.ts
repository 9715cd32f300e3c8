const mostBytes = 240;
const mostLevels = 16;
const mostSegmentBytes = 120;
const deviceNames = /^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\..*)?$/i;
const versionControl = /^\.(git|hg|svn|bzr|cvs)$|^cvs$|^git~\d+$/i;
const refusedNames = new Set(['.gitmodules', '.gitattributes', '.gitconfig', '.lfsconfig']);
/** Control characters, zero-width and bidirectional marks, and what some file systems refuse. */
const refusedCharacters = new RegExp(
  '[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f' +
    '\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufe00-\\ufe0e\\ufeff\\uffa0\\ufff0-\\uffff<>:"|?*\\\\]',
);

/**
 * Why a path that a model named may not be written, in one line; null where it may. `existing` are the paths
 * that are there: one that differs from them only by case is refused.
 */
export function checkPath(path: string, existing: readonly string[] = []): string | null {
  return (
    checkForm(path) ??
    checkForm(path.normalize('NFKC')) ??
    (path === path.normalize('NFC') ? null : 'the name is not in composed form (NFC)') ??
    checkCollision(path, existing)
  );
}

function checkForm(path: string): string | null {
  if (path === '') return 'the name is empty';
  if (!path.isWellFormed()) return 'the name is no valid text';
  if (Buffer.byteLength(path) > mostBytes) return `the name is longer than ${mostBytes} bytes`;
  if (refusedCharacters.test(path)) return 'the name holds a character that is not allowed';
  if (path.startsWith('/') || path.startsWith('~') || /^[a-z]:/i.test(path))
    return 'the path must be relative';
  const segments = path.split('/');
  if (segments.length > mostLevels) return `the path is deeper than ${mostLevels} folders`;
  for (const segment of segments) {
    const reason = checkSegment(segment);
    if (reason !== null) return reason;
  }
  return null;
}

function checkSegment(segment: string): string | null {
  if (segment === '') return 'a part of the path is empty';
  if (segment === '.' || segment === '..') return 'the path must not hold "." or ".."';
  if (Buffer.byteLength(segment) > mostSegmentBytes)
    return `a part of the path is longer than ${mostSegmentBytes} bytes`;
  if (/[. ]$/.test(segment) || segment.startsWith(' '))
    return 'a part of the path begins or ends with a space or ends with a dot';
  if (segment.startsWith('-')) return 'a part of the path begins with a dash';
  if (deviceNames.test(segment)) return 'the name is a device on some systems';
  if (/~\d/.test(segment)) return 'the name has the short form of some systems';
  if (versionControl.test(segment)) return 'folders of version control are not written';
  if (refusedNames.has(segment.toLowerCase())) return 'files that steer git are not written';
  return null;
}

function checkCollision(path: string, existing: readonly string[]): string | null {
  const folded = path.toLowerCase();
  for (const other of existing) {
    const otherFolded = other.toLowerCase();
    if (other !== path && otherFolded === folded) return `it differs from ${other} only by case`;
    if (folded.startsWith(`${otherFolded}/`)) return `${other} is a file, not a folder`;
    if (otherFolded.startsWith(`${folded}/`)) return `there is a folder of that name`;
  }
  return null;
}

const mostFileBytes = 1024 * 1024;

/** Why a text may not be written as a file; null where it may. */
export function checkContent(content: string): string | null {
  if (!content.isWellFormed() || content.includes('\0')) return 'the content is no text';
  if (Buffer.byteLength(content) > mostFileBytes) return 'the file is larger than 1 MiB';
  return null;
}
