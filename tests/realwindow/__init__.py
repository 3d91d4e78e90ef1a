"""The program as it is delivered, in a process of its own on a screen of its own, driven by keys and mouse from outside."""
