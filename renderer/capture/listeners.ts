/** Adds a listener; the returned function removes it again. */
export type Subscribe<Event> = (listener: (event: Event) => void) => () => void;

/** A set of listeners for one kind of event, called in the order they were added. */
export interface Listeners<Event> {
  subscribe: Subscribe<Event>;
  emit: (event: Event) => void;
  clear(): void;
}

/** Makes an empty set of listeners. */
export function createListeners<Event>(): Listeners<Event> {
  const listeners = new Set<(event: Event) => void>();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    emit(event) {
      for (const listener of listeners) listener(event);
    },
    clear() {
      listeners.clear();
    },
  };
}
