/** Small files of /etc that tell nothing about the host: path inside -> content. */
export function generatedFiles(userId: number): Record<string, string> {
  return {
    '/etc/passwd': `root:x:0:0:root:/home/bottega:/bin/sh\nbottega:x:${userId}:${userId}:bottega:/home/bottega:/bin/sh\n`,
    '/etc/group': `root:x:0:\nbottega:x:${userId}:\n`,
    '/etc/hosts': '127.0.0.1 localhost\n::1 localhost\n',
    '/etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files\n',
    '/etc/resolv.conf': '',
  };
}
