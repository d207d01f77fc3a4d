import { glossary } from '../../content/glossary.ts';
import { outline } from '../../content/chapters/outline.ts';
import { listing } from './listing.ts';
import { references } from './references.ts';

type Attributes = Readonly<Record<string, string>>;
/** Says what is wrong with a component's literal attributes, or nothing. */
type Check = (attributes: Attributes) => string | undefined;

const oneOf = (what: string, known: Iterable<string>, value: string | undefined): string | undefined => {
  const names = [...known];
  if (value === undefined || names.includes(value)) return undefined;
  return `unknown ${what} "${value}"; known are ${names.join(', ')}`;
};

/** What the page knows at build time about the words an author writes into attributes. */
export const attributeChecks: Readonly<Record<string, Check>> = {
  Cite: ({ of = '' }) =>
    of
      .split(/\s+/)
      .map((key) => oneOf('citation key', references.keys(), key))
      .find(Boolean),
  Reading: ({ of }) => oneOf('citation key', references.keys(), of),
  Term: ({ of }) => oneOf('glossary term', Object.keys(glossary), of),
  Ref: ({ to }) =>
    oneOf(
      'chapter',
      outline.map(({ id }) => id),
      to?.split('#')[0],
    ),
  Listing: ({ file, region }) => {
    if (file === undefined) return undefined;
    try {
      listing(file, region);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  },
};
