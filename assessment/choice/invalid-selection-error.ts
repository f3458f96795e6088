/** A selection that the item could not have produced. It is never scored: no number is better than an invented one. */
export class InvalidSelectionError extends Error {
  override readonly name = 'InvalidSelectionError';
  readonly itemId: string;

  constructor(itemId: string, reason: string) {
    super(`Item "${itemId}" cannot be scored: ${reason}. Let a person rate this answer.`);
    this.itemId = itemId;
  }
}
