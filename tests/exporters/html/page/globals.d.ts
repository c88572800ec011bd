/** vis-network, inlined by the page from what pyvis brings: the part we use. */
declare const vis: {
  Network: new (
    stage: HTMLElement,
    data: { nodes: object[]; edges: object[] },
    options: object,
  ) => any;
};
