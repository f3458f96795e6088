/** The line of a key file that is the key: comments and empty lines are for people. */
export function identityIn(text: string): string {
  return (
    text
      .split('\n')
      .find((line) => line.startsWith('AGE-SECRET-KEY-'))
      ?.trim() ?? text.trim()
  );
}
