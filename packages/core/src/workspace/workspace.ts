/** A file of the workspace: a relative path with `/`, and its whole text. */
export interface WorkspaceFile {
  readonly path: string;
  readonly content: string;
}

/** A file that was not written, and why, in one line for a model or a person. */
export interface RefusedFile {
  readonly path: string;
  readonly reason: string;
}

export interface WriteResult {
  readonly written: readonly string[];
  readonly refused: readonly RefusedFile[];
}

export interface CommitRequest {
  readonly message: string;
  /** Role that did the work; becomes the author `Name <name@bottega.invalid>`. */
  readonly author: string;
  /** Seconds since 1970, author and committer date: the same facts give the same commit. */
  readonly time: number;
}

export interface CommitResult {
  /** Full commit id. */
  readonly commit: string;
  /** Full id of the commit's tree. */
  readonly tree: string;
}

/** Files plus git history of one run; the git directory is the product's own and lies elsewhere. */
export interface Workspace {
  /** Absolute host folder of the files: for the sandbox's snapshot only, never journalled. */
  readonly folder: string;
  /** All paths, sorted, without the git directory. */
  list(): Promise<string[]>;
  /** Text of a file, or null where there is none. */
  read(path: string): Promise<string | null>;
  /** Writes through the path gate, atomically a file; a refused file is a result, not an exception. */
  write(files: readonly WorkspaceFile[]): Promise<WriteResult>;
  /** Removes files; an absent one is no error. */
  remove(paths: readonly string[]): Promise<void>;
  /** Commits everything as it is, also when nothing changed. */
  commit(request: CommitRequest, options: { signal: AbortSignal }): Promise<CommitResult>;
  /** Makes files and head those of a commit of this history; later commits are dropped. */
  restore(commit: string, options: { signal: AbortSignal }): Promise<void>;
  /** Newest commit, or null before the first. */
  head(): Promise<CommitResult | null>;
}
