/** What a kind of resource is to the console: everything that its list page and its detail page need to know. */
import type { ComponentType, ReactNode } from 'react';
import type { Parameters } from '../api/flatten.js';
import type { Listing } from '../api/listings.js';
import type { Words } from '../i18n/words.js';
import type { ResourcePath } from '../layout/place.js';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly render: (row: Row) => ReactNode;
}

/** A filter's value is a wire parameter of the list action, and stands in the page's query under the same name. */
export interface Filter {
  readonly parameter: string;
  readonly label: string;
  /** Without options one types. */
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  /** Where the parameter is no plain text. */
  readonly encode?: (value: string) => Parameters;
}

export interface DialogProps<Row> {
  readonly row: Row;
  readonly onClose: () => void;
}

export interface Action<Row> {
  readonly key: string;
  readonly label: string;
  readonly danger?: boolean;
  /** Why it cannot be done to this row now: it stays visible, and the rule is its reason. */
  readonly forbidden?: (row: Row) => string | undefined;
  readonly Dialog: ComponentType<DialogProps<Row>>;
}

export interface Tab<Row> {
  readonly key: string;
  readonly label: string;
  readonly Content: ComponentType<{ readonly row: Row }>;
}

export interface Resource<Row> {
  readonly path: ResourcePath;
  readonly listing: Listing<Row>;
  readonly id: (row: Row) => string;
  /** '' for one without. */
  readonly name: (row: Row) => string;
  readonly byId: (id: string) => Parameters;
  /** False where the list action takes no `ResourceGroupId`. */
  readonly grouped: boolean;
  readonly view: (words: Words) => View<Row>;
}

export interface View<Row> {
  readonly title: string;
  /** What the page says where there is nothing yet. */
  readonly empty: string;
  readonly create?: { readonly label: string; readonly Dialog: ComponentType<{ readonly onClose: () => void }> };
  /** Of the list, besides the id. */
  readonly columns: readonly Column<Row>[];
  readonly filters: readonly Filter[];
  /** The first two are shown in a row, the others behind "more". */
  readonly actions: readonly Action<Row>[];
  /** Of the detail page, besides the columns. */
  readonly fields: readonly Column<Row>[];
  readonly tabs?: readonly Tab<Row>[];
  /** Shown above everything on the detail page. */
  readonly Notice?: ComponentType<{ readonly row: Row }>;
}
