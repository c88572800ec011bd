"""Load a graph's Parquet tables in Spark and print what it finds, as JSON; run as a program.

python spark_reader.py NODES.parquet EDGES.parquet
"""

from __future__ import annotations

import json
import sys
from typing import Any

from pyspark.sql import SparkSession, functions

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    # Quicker for small tables: no compiling.
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


def main(nodes_path: str, edges_path: str) -> None:
    """Join, count degrees and find connected components by operations on data frames."""
    builder = SparkSession.builder.master("local[1]")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    nodes, edges = spark.read.parquet(nodes_path), spark.read.parquet(edges_path)
    ends = edges.join(nodes, edges.src == nodes.id).select("src", "dst", "weight", "label")
    degrees = edges.groupBy("dst").agg(functions.sum("weight").alias("links"))
    labels = components(nodes, edges)
    found = {
        "types": {field.name: field.dataType.simpleString() for field in nodes.schema},
        "nodes": nodes.count(),
        "joined": ends.count(),
        "in_links": {row.dst: row.links for row in degrees.collect()},
        "components": sorted(row["count"] for row in labels.groupBy("label").count().collect()),
    }
    print(json.dumps(found))
    spark.stop()


def components(nodes: Any, edges: Any) -> Any:
    """Return `number` and `label` of each node; a label is the smallest number of a component."""
    pairs = edges.select(
        functions.col("src_number").alias("a"), functions.col("dst_number").alias("b")
    )
    both = pairs.union(pairs.select("b", "a")).toDF("a", "b").distinct().cache()
    labels = nodes.select("number", functions.col("number").alias("label"))
    while True:
        offers = (
            both.join(labels, both.a == labels.number)
            .groupBy("b")
            .agg(functions.min("label").alias("best"))
        )
        joined = labels.join(offers, labels.number == offers.b, "left")
        new = joined.select(
            "number", functions.least("label", "best").alias("label")
        ).localCheckpoint()
        if new.join(labels, ["number", "label"], "left_anti").isEmpty():
            return new
        labels = new


if __name__ == "__main__":
    main(*sys.argv[1:])
