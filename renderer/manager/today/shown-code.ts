/** A code in two halves, as it is easier to read out and to type in. */
export const shownCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;
