import type { InterviewResult } from '#shared/result.ts';
import type { NewOrder, VendorOrder, VendorOrders } from './vendor-orders.ts';

/** Orders in memory; one interview, `assembly`, can be ordered. */
export function vendorOrdersInMemory(): VendorOrders & {
  readonly placed: readonly NewOrder[];
  readonly finish: (id: string, result: InterviewResult) => void;
} {
  const placed: NewOrder[] = [];
  const orders = new Map<string, VendorOrder & { readonly order: NewOrder }>();
  const name = ({ system, requestKey }: NewOrder) => `${system} ${requestKey}`;
  return {
    placed,
    interviews: () =>
      Promise.resolve([{ id: 'assembly', name: 'Assembly operator', description: 'Line 3, 20 minutes' }]),
    place: (order) => {
      if (order.interviewId !== 'assembly') return Promise.resolve(null);
      const known = [...orders.values()].find((one) => name(one.order) === name(order));
      if (known !== undefined) return Promise.resolve(known);
      placed.push(order);
      const one = { id: `order-${placed.length}`, state: 'open' as const, result: null, hasBegun: false, order };
      orders.set(one.id, one);
      return Promise.resolve(one);
    },
    find: (system, id) => {
      const found = orders.get(id);
      return Promise.resolve(found?.order.system === system ? found : null);
    },
    cancel: (_system, id) => {
      const found = orders.get(id);
      if (found === undefined || found.result !== null) return Promise.resolve(false);
      orders.set(id, { ...found, state: 'cancelled' });
      return Promise.resolve(true);
    },
    finish: (id, result) => {
      const found = orders.get(id);
      if (found === undefined) throw new Error('No such order.');
      orders.set(id, { ...found, result });
    },
  };
}
