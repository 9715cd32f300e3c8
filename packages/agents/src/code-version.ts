/** Version of the flow that wrote a journal; part of every run's header. */
export const codeVersion = '0.1.0';
