/** Several values that a person typed into one field, each once. */
export const splitUp = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,，、;；\n]/)
      .map((each) => each.trim())
      .filter((each) => each !== ''),
  ),
];
