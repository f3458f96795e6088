import { type RefObject, useEffect, useState } from 'react';

/** Share of the visible height that one press moves by: the last line stays in sight. */
const PAGE = 0.8;

/** Up and down buttons for a long list: gloves drag badly. */
export function useScrollPages(list: RefObject<HTMLElement | null>) {
  const [room, setRoom] = useState({ up: false, down: false });

  useEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const measure = () => {
      const { scrollTop, scrollHeight, clientHeight } = element;
      const next = { up: scrollTop > 1, down: scrollTop + clientHeight < scrollHeight - 1 };
      setRoom((before) => (before.up === next.up && before.down === next.down ? before : next));
    };
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    for (const child of element.children) resized.observe(child);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [list]);

  const move = (by: 1 | -1) => {
    const element = list.current;
    element?.scrollBy({ top: by * element.clientHeight * PAGE });
  };
  return { isLong: room.up || room.down, canUp: room.up, canDown: room.down, move };
}
