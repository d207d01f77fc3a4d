import { z } from 'astro/zod';
import data from '../../content/references.json' with { type: 'json' };

const person = z.union([
  z.strictObject({ family: z.string(), given: z.string(), 'non-dropping-particle': z.string().optional() }),
  z.strictObject({ literal: z.string() }),
]);

const entry = z
  .strictObject({
    id: z.string().regex(/^[a-z]+\d{4}[a-z-]*$/, 'a key is family name, year and perhaps a word: dinh2017'),
    type: z.enum([
      'article-journal',
      'paper-conference',
      'article',
      'book',
      'chapter',
      'software',
      'webpage',
      'thesis',
    ]),
    title: z.string(),
    author: z.array(person).min(1),
    issued: z.strictObject({ 'date-parts': z.tuple([z.tuple([z.number()]).rest(z.number())]) }),
    'container-title': z.string().optional(),
    volume: z.string().optional(),
    issue: z.string().optional(),
    page: z.string().optional(),
    publisher: z.string().optional(),
    DOI: z.string().startsWith('10.').optional(),
    arxiv: z
      .string()
      .regex(/^\d{4}\.\d{4,5}$/)
      .optional(),
    URL: z.url().optional(),
  })
  .refine((r) => r.DOI ?? r.arxiv ?? r.URL, 'a reference needs a DOI, an arXiv id or a URL');

export type Reference = z.infer<typeof entry>;

/** content/references.json: CSL-JSON, plus `arxiv` for the arXiv id. */
export const references: ReadonlyMap<string, Reference> = new Map(
  z
    .array(entry)
    .parse(data)
    .map((reference) => [reference.id, reference]),
);

const family = (author: Reference['author'][number]): string =>
  'literal' in author ? author.literal : [author['non-dropping-particle'], author.family].filter(Boolean).join(' ');

const initials = (given: string): string =>
  given
    .split(/[\s.]+/)
    .filter(Boolean)
    .map(
      (name) =>
        `${name
          .split('-')
          .map((part) => part[0])
          .join('.-')}.`,
    )
    .join(' ');

export const year = (reference: Reference): number => reference.issued['date-parts'][0][0];

/** "Dinh et al.", "Kingma & Dhariwal". */
export function shortAuthors({ author }: Reference): string {
  const names = author.map(family);
  return names.length > 2 ? `${names[0]} et al.` : names.join(' & ');
}

/** "L. Dinh, J. Sohl-Dickstein and S. Bengio". */
export function longAuthors({ author }: Reference): string {
  const names = author.map((one) => ('literal' in one ? one.literal : `${initials(one.given)} ${family(one)}`));
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? '');
}

/** Where it was published: "Journal of Machine Learning Research 22 (57), 1–64". */
export function container(reference: Reference): string {
  const issue = reference.issue ? ` (${reference.issue})` : '';
  const volume = reference.volume ? ` ${reference.volume}${issue}` : '';
  const page = reference.page ? `, ${reference.page}` : '';
  return `${reference['container-title'] ?? reference.publisher ?? ''}${volume}${page}`;
}

/** Links a reader can follow, most permanent first. */
export function addresses(reference: Reference): { label: string; url: string }[] {
  return [
    ...(reference.DOI ? [{ label: `doi:${reference.DOI}`, url: `https://doi.org/${reference.DOI}` }] : []),
    ...(reference.arxiv
      ? [{ label: `arXiv:${reference.arxiv}`, url: `https://arxiv.org/abs/${reference.arxiv}` }]
      : []),
    ...(reference.URL && !reference.DOI && !reference.arxiv
      ? [{ label: new URL(reference.URL).hostname, url: reference.URL }]
      : []),
  ];
}

export const byAuthor = (a: Reference, b: Reference): number =>
  shortAuthors(a).localeCompare(shortAuthors(b), 'en') || year(a) - year(b);
