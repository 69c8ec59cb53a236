/** SDL, and what is public, protected and behind in it: names, with spaces between them. */
export interface Row {
  readonly what: string;
  readonly sdl: string;
  readonly public?: string;
  readonly protected?: string;
  readonly behind?: string;
}

const federation = (imports: string) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])`;

export const constructs: readonly Row[] = [
  {
    what: 'root types, and a mark on a field',
    sdl: `type Query { a: Int b: Int! @authenticated } type Mutation { c: Int @authenticated d: Int }
      type Subscription { e: Int @authenticated f: Int }`,
    public: 'Mutation.d Query.a Subscription.f',
    protected: 'Mutation.c Query.b Subscription.e',
  },
  {
    what: 'root types with other names, beside types that only look like roots',
    sdl: `schema { query: Q mutation: M } type Q { a: Int } type M { b: Int @authenticated }
      type Mutation { no: Int } type Query { no: Int } type Subscription { no: Int }`,
    public: 'Q.a',
    protected: 'M.b',
  },
  {
    what: 'lists, non-null and arguments',
    sdl: 'type Query { a(first: In = { n: 1 }): [[T!]]! } input In { n: Int } type T { b: Int }',
    public: 'Query.a T.b',
  },
  {
    what: 'a type that is reached through protected fields only, and one by both ways',
    sdl: `type Query { a: A @authenticated b: B } type A { both: Both only: Only c: Int @authenticated }
      type B { both: Both } type Both { d: Int } type Only { e: Int }`,
    public: 'B.both Both.d Query.b',
    protected: 'A.c Query.a',
    behind: 'A.both A.only Only.e',
  },
  {
    what: 'what no operation reaches',
    sdl: 'type Query { a: Int } type Lost { b: Int c: Lost } interface I { d: Int } type J implements I { d: Int }',
    public: 'Query.a',
  },
  {
    what: 'types in a circle',
    sdl: 'type Query { a: A } type A { b: B @authenticated q: Query } type B { a: A c: Int }',
    public: 'A.q Query.a',
    protected: 'A.b',
    behind: 'B.a B.c',
  },
  {
    what: 'interfaces: the types that implement them',
    sdl: `type Query { i: I } interface I { a: Int @authenticated } type A implements I { a: Int @authenticated b: Int }
      type B implements I { a: Int }`,
    public: 'A.b B.a Query.i',
    protected: 'A.a',
  },
  {
    what: 'interfaces that implement interfaces',
    sdl: `type Query { i: I } interface I { a: Int } interface J implements I { a: Int b: T }
      type A implements I & J { a: Int b: T } type T { c: Int }`,
    public: 'A.a A.b Query.i T.c',
  },
  {
    what: 'unions',
    sdl: 'type Query { u: U } union U = A | B type A { a: Int } type B @authenticated { b: Int } extend union U = C type C { c: Int }',
    public: 'A.a C.c Query.u',
    protected: 'B.b',
  },
  {
    what: 'a mark on an object type, or on an extension of it: its fields, though not the field that answers with it',
    sdl: `type Query { a: A b: B } type A @authenticated { c: Int } extend type A { d: Int } type B { e: Int }
      extend type B @authenticated { f: Int @deprecated }`,
    public: 'Query.a Query.b',
    protected: 'A.c A.d B.e B.f',
  },
  {
    what: 'a mark on a root type',
    sdl: 'type Query @authenticated { a: A } type A { b: Int }',
    protected: 'Query.a',
    behind: 'A.b',
  },
  {
    what: 'a mark on an interface alone, which no type has to obey',
    sdl: 'type Query { i: I } interface I @authenticated { a: Int @authenticated } type A implements I { a: Int }',
    public: 'A.a Query.i',
  },
  {
    what: 'marks on scalars and enums, which only gateways obey',
    sdl: `scalar S @authenticated enum E @authenticated { X } enum F { Y @authenticated }
      type Query { s: [S!]! e: E f: F }`,
    public: 'Query.e Query.f Query.s',
  },
  {
    what: 'marks where they protect nothing',
    sdl: `input In @authenticated { n: Int @authenticated } union U @authenticated = A type A { b: Int }
      type Query { a(n: Int @authenticated): Int u: U }`,
    public: 'A.b Query.a Query.u',
  },
  {
    what: 'scopes alone, which only gateways obey',
    sdl: 'type Query { a: Int @requiresScopes(scopes: [["x"]]) b: Int @authenticated @requiresScopes(scopes: [["x"]]) }',
    public: 'Query.a',
    protected: 'Query.b',
  },
  {
    what: 'scopes for a gateway, of which only a set that has some keeps anonymous callers out',
    sdl: `${federation('"@requiresScopes", "@policy"')} directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION
      type Query { a: Int @requiresScopes(scopes: [["x"]]) b: Int @requiresScopes(scopes: [["x"], []])
        c: Int @requiresScopes(scopes: []) d: Int @requiresScopes e: Int @requiresScopes(scopes: "x")
        f: Int @policy(policies: [["x"]]) }`,
    public: 'Query.b Query.c Query.d Query.e Query.f',
    protected: 'Query.a',
  },
  {
    what: 'directives with other names',
    sdl: 'type Query { a: Int @auth b: Int @Authenticated c: Int @skipAuth @authenticated d: Int @federation__authenticated }',
    public: 'Query.a Query.b Query.d',
    protected: 'Query.c',
  },
  {
    what: 'descriptions and default values with marks in them',
    sdl: '"@authenticated" type Query { """ @authenticated """ a(s: String = "@authenticated"): Int # @authenticated\n }',
    public: 'Query.a',
  },
  {
    what: 'an extension of a type that another subgraph defines, more than once',
    sdl: 'extend type Query { a: T } extend type Query { b: Int @authenticated } extend type T { c: Int } extend interface I { d: Int }',
    public: 'Query.a T.c',
    protected: 'Query.b',
  },
  {
    what: 'a subgraph: entities are reached by _entities, which its SDL leaves out',
    sdl: `${federation('"@key", "@authenticated"')}
      type User @key(fields: "id") { id: ID! mail: String @authenticated org: Org }
      type Org { name: String } type Stub @key(fields: "id", resolvable: false) { id: ID! }
      interface Media @key(fields: "id") { id: ID! } type Book implements Media { id: ID! }`,
    public: 'Book.id Org.name User.id User.org',
    protected: 'User.mail',
  },
  {
    what: 'a subgraph that has _entities and _service in its SDL',
    sdl: `extend type Query { _service: _Service! _entities(representations: [_Any!]!): [_Entity]! }
      type _Service { sdl: String } union _Entity = User type User @key(fields: "id") { id: ID! @external a: Int @authenticated }`,
    public: 'Query._entities Query._service User.id _Service.sdl',
    protected: 'User.a',
  },
  {
    what: 'a subgraph that does not import the directive: a gateway drops it',
    sdl: `${federation('"@key"')} type Query { a: Int @authenticated b: Int @federation__authenticated }`,
    public: 'Query.a',
    protected: 'Query.b',
  },
  {
    what: 'a subgraph that imports the directives under other names',
    sdl: `extend schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(as: "fed", url: "https://specs.apollo.dev/federation/v2.5",
        import: [{ name: "@authenticated", as: "@login" }, { name: "@key", as: "@id" }, "@requiresScopes"])
      type Query { a: Int @login b: Int @authenticated c: Int @fed__authenticated d: Int @requiresScopes(scopes: [["x"]]) }
      type User @id(fields: "e") { e: ID } type No @key(fields: "f") { f: ID }`,
    public: 'Query.b User.e',
    protected: 'Query.a Query.c Query.d',
  },
  {
    what: 'a supergraph',
    sdl: `schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
        @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY) { query: Query }
      directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
      directive @join__type(graph: join__Graph!, key: join__FieldSet) repeatable on OBJECT
      enum join__Graph { A @join__graph(name: "a", url: "") } enum link__Purpose { SECURITY EXECUTION } scalar join__FieldSet
      type Query @join__type(graph: A) { a: T b: T @authenticated s: S closed: Closed i: [I!] r: Int @requiresScopes(scopes: [["x"]]) }
      type T @join__type(graph: A, key: "id") { id: ID! c: Int @authenticated }
      scalar S @authenticated type Closed @authenticated { d: Int } interface I @authenticated { e: Int } type J implements I { e: Int }`,
    public: 'Query.a Query.r T.id',
    protected: 'Closed.d Query.b Query.closed Query.i Query.s T.c',
    behind: 'J.e',
  },
];

/** Which public fields a refusal takes along, by field. */
export const losses: readonly (readonly [
  what: string,
  sdl: string,
  losses: Readonly<Record<string, string>>,
])[] = [
  ['a nullable field', 'type Query { a: Int b: Int @authenticated }', {}],
  [
    'a non-null root field',
    'type Query { a: Int b: Int! @authenticated c: Int @authenticated }',
    { 'Query.b': 'Query.a' },
  ],
  [
    'a non-null field of subscriptions, which are asked for one by one',
    'type Query { q: Int } type Subscription { a: Int b: Int! @authenticated }',
    {},
  ],
  [
    'a field below a nullable one: what is beside it',
    'type Query { t: T x: Int } type T { a: Int b: Int! @authenticated }',
    { 'T.b': 'T.a' },
  ],
  [
    'a field below a non-null one: what is nearest',
    'type Query { t: T! x: Int } type T { a: Int b: Int! @authenticated }',
    { 'T.b': 'T.a' },
  ],
  [
    'a field with nothing public beside it, below a non-null one',
    'type Query { t: T! x: Int } type T { b: Int! @authenticated }',
    { 'T.b': 'Query.t Query.x' },
  ],
  [
    'a list that may hold nulls',
    'type Query { t: [T]! x: Int } type T { a: Int b: Int! @authenticated }',
    { 'T.b': 'T.a' },
  ],
  [
    'a list without nulls, of an interface: the other entries',
    'type Query { i: [I!] x: Int } interface I { k: Int } type T implements I { k: Int @authenticated b: Int! @authenticated } type U implements I { k: Int u: Int }',
    { 'T.b': 'U.k U.u' },
  ],
  [
    'lists of lists, all without nulls',
    'type Query { t: [[T!]!]! x: Int } type T { b: [Int]! @authenticated }',
    { 'T.b': 'Query.t Query.x' },
  ],
  [
    'lists of lists, with nulls between',
    'type Query { t: [[T!]]! x: Int } type T { b: Int! @authenticated c: Int! @authenticated }',
    {},
  ],
  [
    'a field that nobody reaches without a token',
    'type Query { t: T @authenticated } type T { a: Int b: Int! @authenticated }',
    {},
  ],
  [
    'types in a circle with nothing public in it',
    'type Query { t: T! } type T { t: T! @authenticated b: Int! @authenticated }',
    { 'T.b': 'Query.t', 'T.t': 'Query.t' },
  ],
  [
    'types in a circle',
    'type Query { t: T! } type T { next: T! b: Int! @authenticated }',
    { 'T.b': 'T.next' },
  ],
];
