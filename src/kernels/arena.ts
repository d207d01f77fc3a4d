/** Rows that the kernels compute together, as in `assembly/lanes.ts`. */
export const SHARD = 64;
/** 64 KiB: the unit in which WebAssembly counts memory. */
const PAGE = 65536;
/** Address 0 stays free, so that 0 can mean "none". */
const START = 64;
/** Half of what 32-bit addresses reach: a flow of this size would not train in a page anyway. */
const LIMIT = 2 ** 31;

/** Lays out one WebAssembly memory, piece after piece, before the memory exists. Addresses are in bytes. */
export type Arena = {
  /** Room for `count` numbers of 4 bytes, on a boundary of 64 bytes. */
  numbers(count: number): number;
  /** Room that holds these words from the start. */
  words(values: ArrayLike<Word>): number;
  /** Room for words that are known later; the function that is handed back writes them. */
  later(count: number): { address: number; write(values: readonly Word[]): void };
  /** Makes the memory, which never grows: growth would detach every view of it. */
  memory(): WebAssembly.Memory;
};

/** A 32-bit integer, or a float32 marked as such. */
export type Word = number | { float: number };

/** @throws RangeError from `memory` if the pieces do not fit, or the machine has not as much. */
export function arena(): Arena {
  let end = START;
  const initial: { address: number; values: ArrayLike<Word> }[] = [];
  const numbers = (count: number): number => {
    const address = end;
    end += Math.ceil((count * 4) / 64) * 64;
    return address;
  };
  return {
    numbers,
    words(values) {
      const address = numbers(values.length);
      initial.push({ address, values });
      return address;
    },
    later(count) {
      const address = numbers(count);
      return {
        address,
        write(values) {
          if (values.length !== count)
            throw new RangeError(`arena: ${count} words were announced, got ${values.length}.`);
          initial.push({ address, values });
        },
      };
    },
    memory() {
      if (end > LIMIT) {
        throw new RangeError(
          `kernels: the program needs ${Math.ceil(end / 2 ** 20)} MiB, more than ${LIMIT / 2 ** 20}; make it smaller.`,
        );
      }
      const pages = Math.ceil(end / PAGE);
      const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
      const view = new DataView(memory.buffer);
      for (const { address, values } of initial) {
        for (let i = 0; i < values.length; i++) {
          const value = values[i]!;
          if (typeof value === 'number') view.setInt32(address + 4 * i, value, true);
          else view.setFloat32(address + 4 * i, value.float, true);
        }
      }
      return memory;
    },
  };
}
