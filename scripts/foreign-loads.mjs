/** Finds what a built page would load from another origin: the book's promise is that no request leaves its own. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';

const elsewhere = /^\s*(?:https?:|wss?:)?\/\//i;
const quietLinks = new Set(['canonical', 'alternate', 'license', 'author', 'me', 'next', 'prev', 'help']);

/** One line for each load, naming the file below `folder`. */
export function foreignLoadsOf(folder) {
  return readdirSync(folder, { recursive: true }).flatMap((path) => {
    const find = { html: inHtml, css: inCss, svg: inHtml, js: inScript, mjs: inScript }[path.split('.').pop()];
    return find ? find(readFileSync(join(folder, path), 'utf8')).map((address) => `${path}: ${address}`) : [];
  });
}

/**
 * Addresses that parsing this page makes a browser fetch. A link to click is none.
 * @returns {string[]}
 */
export function inHtml(html) {
  const { document } = parseHTML(html);
  const found = [];
  for (const element of document.querySelectorAll('*')) {
    const tag = element.localName;
    const isLink = tag === 'link' && !quietLinks.has(element.getAttribute('rel'));
    const values = ['src', 'poster', 'data', 'srcset', 'imagesrcset'].map((name) => element.getAttribute(name) ?? '');
    if (isLink || ['use', 'image', 'feimage'].includes(tag.toLowerCase())) {
      values.push(element.getAttribute('href') ?? '', element.getAttribute('xlink:href') ?? '');
    }
    found.push(...values.flatMap((value) => value.split(/,\s+/)).filter((value) => elsewhere.test(value)));
    found.push(...inCss(element.getAttribute('style') ?? ''));
    if (tag === 'style') found.push(...inCss(element.textContent));
    if (tag === 'script' && !element.hasAttribute('src')) found.push(...inScript(element.textContent));
  }
  return found;
}

export function inCss(css) {
  const loads = /(?:url\(\s*["']?|@import\s+["'])\s*((?:https?:)?\/\/[^"')\s]+)/gi;
  return [...css.matchAll(loads)].map(([, address]) => address);
}

/** Loads with the address written at the call; an address that is computed, the end-to-end tests would see. */
export function inScript(script) {
  const calls = '\\b(?:import|fetch|importScripts|Worker|SharedWorker|WebSocket|EventSource|sendBeacon)\\s*\\(\\s*';
  const clauses = '\\b(?:from|import)\\s*';
  const loads = new RegExp(`(?:${calls}|${clauses})["'\`]((?:https?:|wss?:)?//[^"'\`\\s]+)`, 'g');
  return [...script.matchAll(loads)].map(([, address]) => address);
}
