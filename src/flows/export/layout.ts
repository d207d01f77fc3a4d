/**
 * Code before it is broken into lines: `before`, then items with commas in between, then `after`. Plain text is `before`
 * alone. `needs` is what the code has to find defined: classes in Python, imported names in TypeScript.
 */
export type Code<Need> = {
  before: string;
  items: readonly Code<Need>[];
  after: string;
  needs: readonly Need[];
};

const width = 100;

export function text<Need = never>(before: string, ...needs: Need[]): Code<Need> {
  return { before, items: [], after: '', needs };
}

/** `before`, which ends in an opening bracket, the items, and `after`, which begins with the closing one. */
export function brackets<Need>(before: string, items: readonly Code<Need>[], after: string, ...needs: Need[]) {
  return { before, items, after, needs } satisfies Code<Need>;
}

/** `label` stands before the code: the name of an argument or of a property. */
export function labelled<Need>(label: string, code: Code<Need>): Code<Need> {
  return { ...code, before: `${label}${code.before}` };
}

type Literal = number | string | readonly Literal[];

/**
 * A number, a string or a list of these, as JavaScript and Python both write it.
 * @throws RangeError for a number that neither can write.
 */
export function literal(value: Literal): Code<never> {
  if (typeof value === 'string') return text(`'${value}'`);
  if (typeof value !== 'number') return brackets('[', value.map(literal), ']');
  if (!Number.isFinite(value)) throw new RangeError(`export: numbers must be finite, got ${value}.`);
  return text(String(value));
}

/** Everything that the code needs, each once, in the order in which it is met. */
export function needsOf<Need>(code: Code<Need>): Need[] {
  return [...new Set([...code.needs, ...code.items.flatMap(needsOf)])];
}

/** Lines of at most 100 characters where that can be, indented by `indent` at each level. */
export function layOut<Need>(code: Code<Need>, indent: string, margin = ''): string {
  const line = onOneLine(code);
  if (code.items.length === 0 || margin.length + line.length < width) return `${margin}${line}`;
  const inside = margin + indent;
  const plain = code.after.startsWith(']') && code.items.every(({ items }) => items.length === 0);
  const body = plain
    ? filledLines(code.items.map(onOneLine), inside)
    : code.items.map((item) => `${layOut(item, indent, inside)},`);
  return [`${margin}${code.before}`, ...body, `${margin}${code.after}`].join('\n');
}

/** An object's braces have blanks inside, other brackets none. */
function onOneLine<Need>({ before, items, after }: Code<Need>): string {
  const blank = after.startsWith('}') && items.length > 0 ? ' ' : '';
  return `${before}${blank}${items.map(onOneLine).join(', ')}${blank}${after}`;
}

/** Many short entries to a line. */
function filledLines(entries: readonly string[], margin: string): string[] {
  return entries.reduce<string[]>((lines, entry) => {
    const last = lines.at(-1);
    if (last === undefined || last.length + entry.length + 2 > width) return [...lines, `${margin}${entry},`];
    return [...lines.slice(0, -1), `${last} ${entry},`];
  }, []);
}
