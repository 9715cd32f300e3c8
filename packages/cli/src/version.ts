/** Version of the command line, as its package says. */
export const version = '0.1.0';
