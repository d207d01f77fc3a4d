declare namespace App {
  interface Locals {
    /** How many glossary cards and predictions the page has so far: their ids are counted. */
    terms?: number;
    predictions?: number;
  }
}
