"""Stands in for TensorFlow 2.12 inside Rasa 3.6.21.

Rasa imports TensorFlow when it registers its built-in components, also when none of
them is configured. Everything imported from here is an inert class: it can be
subclassed, subscripted and used as a decorator, so those imports succeed. Building
or training something with it raises an error that says what to install.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from types import ModuleType
from typing import Any, ClassVar

FAMILY = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras")

ABSENT = (
    "This Rasa runs without TensorFlow, and {name} needs it. Take the component that uses it "
    "out of nlu/config.yml, or install the real 'tensorflow==2.12.0' in place of "
    "nlu/placeholders/tensorflow."
)


#: Called with arguments when Rasa's modules are read, as decorators of what follows.
DECORATOR_MAKERS = frozenset({"function", "register_keras_serializable"})
#: Called when Rasa's modules are read, and never used afterwards.
HARMLESS = frozenset({"get_logger", "TensorSpec", "RaggedTensorSpec"})


class TensorFlowAbsentError(ImportError):
    """Something tried to compute with TensorFlow, which is not installed."""


class _InertType(type):
    """Type of the placeholders: any attribute of a placeholder is another one."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _inert(f"{cls.__qualname__}.{name}")

    def __getitem__(cls, _: Any) -> Any:
        return cls

    def __or__(cls, _: Any) -> Any:
        return cls

    __ror__ = __or__

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        name = cls.__qualname__.rsplit(".", 1)[-1]
        if len(args) == 1 and not kwargs and callable(args[0]):
            return args[0]  # @tf.function
        if name in DECORATOR_MAKERS:
            return lambda decorated: decorated  # @tf.function(input_signature=…)
        if name in HARMLESS:
            return _inert(name)
        raise TensorFlowAbsentError(ABSENT.format(name=cls.__qualname__))


def _inert(name: str) -> Any:
    return _InertType(name, (), {"__module__": "tensorflow"})


class _InertModule(ModuleType):
    __path__: ClassVar[list[str]] = []

    def __getattr__(self, name: str) -> Any:
        if name == "__version__":
            return "2.12.0"
        if name.startswith("__"):
            raise AttributeError(name)
        value = _inert(f"{self.__name__}.{name}")
        setattr(self, name, value)
        return value


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Serves every submodule of the family as an inert module."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if "." in name and name.split(".", 1)[0] in FAMILY:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec: Any) -> ModuleType:
        return _InertModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to execute: attributes appear when they are asked for."""


def stand_in(name: str) -> None:
    """Turn the already imported top-level module `name` into an inert one."""
    sys.modules[name].__class__ = _InertModule


sys.meta_path.insert(0, _Finder())
stand_in(__name__)
