"""The demonstration: the main job done on made-up data, so that anybody can look at its files."""

from inspector.demo.story import FolderTaken, Made, tell

__all__ = ["FolderTaken", "Made", "tell"]
