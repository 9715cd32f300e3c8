/** The machine cannot be set up: a package, a program or the platform is missing. */
export const setupFailed = 20;
